// Tells screen readers what changed, politely.
export function say(words) {
  const said = document.getElementById('said');
  if (said && words) said.textContent = words;
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
