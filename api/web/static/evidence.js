// Lights a sentence's sources while it is hovered or focused, and a source's sentences the other way round.
let wired = new WeakSet();

export function lightSources() {
  const sentences = [...document.querySelectorAll('.sentence[data-sources]')];
  const sources = [...document.querySelectorAll('.source[data-number]')];
  for (const sentence of sentences) {
    const numbers = sentence.dataset.sources.split(' ').filter(Boolean);
    wire(sentence, () => sources.filter((source) => numbers.includes(source.dataset.number)).concat(sentence));
  }
  for (const source of sources) {
    const number = source.dataset.number;
    wire(source, () => sentences.filter((each) => each.dataset.sources.split(' ').includes(number)).concat(source));
  }
  for (const link of document.querySelectorAll('.cite')) {
    if (wired.has(link)) continue;
    wired.add(link);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      openSource(link.dataset.source);
    });
  }
}

// Brings source `number` into view and puts the focus on it.
export function openSource(number) {
  const source = document.getElementById(`source-${number}`);
  if (!source) return false;
  const hidden = source.querySelector('details');
  if (hidden) hidden.open = true;
  source.scrollIntoView({ block: 'nearest' });
  (source.querySelector('a.open') || source).focus({ preventScroll: true });
  return true;
}

function wire(element, related) {
  if (wired.has(element)) return;
  wired.add(element);
  const light = (on) => {
    for (const each of related()) {
      each.classList.toggle('lit', on);
      for (const mark of each.querySelectorAll('mark')) mark.classList.toggle('lit', on);
    }
  };
  element.addEventListener('mouseenter', () => light(true));
  element.addEventListener('mouseleave', () => light(false));
  element.addEventListener('focusin', () => light(true));
  element.addEventListener('focusout', () => light(false));
}
