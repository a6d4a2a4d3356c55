// After an approval: counts the seconds in which it can be undone, then opens the next question.
export function countDown() {
  const bar = document.getElementById('undo-bar');
  if (!bar) return;
  const words = document.getElementById('undo-words');
  const ends = Date.now() + Number(bar.dataset.seconds) * 1000;
  let stays = false;
  bar.querySelector('[data-stay]').addEventListener('click', () => {
    stays = true;
    bar.querySelector('[data-stay]').hidden = true;
  });
  // The live region is told once, by the server; each tick would be noise to a screen reader.
  bar.setAttribute('aria-live', 'off');
  const tick = setInterval(() => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left > 0) {
      const form = left === 1 ? bar.dataset.one : bar.dataset.other;
      words.textContent = form.replace(/\d+/, String(left));
      return;
    }
    clearInterval(tick);
    if (stays) location.reload();
    else location.assign(bar.dataset.next);
  }, 250);
}
