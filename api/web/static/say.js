// Tells screen readers what changed, politely.
export function say(words) {
  const said = document.getElementById('said');
  if (said && words) said.textContent = words;
}

// Tells everybody, in a bar at the head of the page; one at a time.
export function tell(words) {
  say(words);
  const bar = document.createElement('div');
  bar.className = 'bar';
  bar.append(Object.assign(document.createElement('p'), { textContent: words }));
  document.querySelector('[data-told]')?.remove();
  bar.dataset.told = 'yes';
  document.getElementById('bars').append(bar);
  bar.scrollIntoView({ block: 'nearest' });
}

// The same page as the server would send it now, as a document.
export async function fetchPage(address, options = {}) {
  const response = await fetch(address, { credentials: 'same-origin', ...options });
  if (response.redirected && new URL(response.url).pathname === '/sign-in') {
    location.assign(response.url);
    throw new Error('session ended');
  }
  const html = await response.text();
  return { page: new DOMParser().parseFromString(html, 'text/html'), response };
}
