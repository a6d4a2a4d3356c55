// Past replies are searched for once the page stands: they are the least urgent thing on it.
import { fetchPage } from './say.js';

export async function loadPast() {
  const place = document.querySelector('[data-past]');
  if (!place) return;
  const address = place.dataset.past;
  delete place.dataset.past;
  const { page } = await fetchPage(address).catch(() => ({}));
  const found = page?.getElementById('past');
  if (found && place.isConnected) place.replaceWith(document.importNode(found, true));
}
