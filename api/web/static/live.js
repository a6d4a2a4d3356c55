// Live updates: asks the server for this page again when something happened, and changes only rows, counters and
// bars. What is being read stays where it is; new questions wait behind "show".
import { fetchPage, say } from './say.js';

const QUIET_MS = 400;
const CLOCKS_MS = 60_000;

export function follow(refresh) {
  if (document.body.dataset.live !== 'yes' || !window.EventSource) return;
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => update(refresh).catch(() => {}), QUIET_MS);
  };
  const source = new EventSource('/live');
  source.addEventListener('happened', soon);
  source.addEventListener('ended', () => source.close());
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', (event) => event.persisted && location.reload());
  setInterval(soon, CLOCKS_MS);
}

async function update(refresh) {
  const main = document.getElementById('main');
  const address = new URL(location.href);
  address.searchParams.delete('done');
  if (main.dataset.seen) address.searchParams.set('seen', main.dataset.seen);
  if (main.dataset.question) address.pathname = `/questions/${main.dataset.question}`;
  const { page, response } = await fetchPage(address);
  if (!response.ok) return;
  updateRows(page, refresh);
  updateCounts(page);
  updateNotices(page);
  if (main.dataset.question) updateQuestion(main, page, refresh);
  refresh();
}

function updateCounts(page) {
  for (const id of ['inbox-count']) replaceText(document.getElementById(id), page.getElementById(id));
  const [old, fresh] = [document, page].map((each) => [...each.querySelectorAll('.filters a, .numbers a')]);
  if (old.length === fresh.length) old.forEach((link, place) => replaceText(link, fresh[place]));
}

// A notice that comes into force, or is over, is told on every open page at once.
function updateNotices(page) {
  const [old, fresh] = [document, page].map((each) => each.querySelector('.in-force'));
  if (fresh && !old) document.querySelector('header.top').after(document.importNode(fresh, true));
  else if (old && !fresh) old.remove();
  else replaceContent(old, fresh);
}

function updateRows(page, refresh) {
  const fresh = new Map([...page.querySelectorAll('#inbox-list > li')].map((row) => [row.id, row]));
  const rows = [...document.querySelectorAll('#inbox-list > li')];
  for (const row of rows) {
    const now = fresh.get(row.id);
    row.classList.toggle('gone', !now);
    if (!now) row.querySelector('.about').textContent = row.parentElement.dataset.gone;
    else replaceContent(row.querySelector('a'), now.querySelector('a'));
    fresh.delete(row.id);
  }
  offerNew(fresh.size, page, refresh);
}

function offerNew(count, page, refresh) {
  const place = document.getElementById('inbox-new');
  const list = page.getElementById('inbox-list');
  if (!count || !list?.dataset.newOne) return place.replaceChildren();
  const words = (count === 1 ? list.dataset.newOne : list.dataset.newOther.replace('2', count));
  if (place.textContent === words) return undefined;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button slim';
  button.textContent = words;
  button.addEventListener('click', () => {
    document.getElementById('inbox-list').replaceWith(document.importNode(list, true));
    place.replaceChildren();
    document.querySelector('#inbox-list a')?.focus();
    refresh();
  });
  return place.replaceChildren(button);
}

function updateQuestion(main, page, refresh) {
  const now = page.getElementById('main');
  const isEditing = document.getElementById('edit') !== null;
  const wasWriting = main.dataset.state === 'received';
  if (wasWriting && !isEditing && now.dataset.state !== 'received') return drafted(main, page, refresh);
  if (wasWriting) written(page);
  if (document.getElementById('undo-bar')) return undefined;
  replaceContent(document.getElementById('delivery'), page.getElementById('delivery'));
  updateActions(main, now, isEditing);
  const bars = document.getElementById('bars');
  const told = page.getElementById('bars');
  const kept = [...bars.querySelectorAll('.bar')].map((bar) => bar.textContent.trim());
  for (const bar of told.querySelectorAll('.bar')) {
    if (!kept.includes(bar.textContent.trim())) bars.append(document.importNode(bar, true));
  }
  return undefined;
}

// Buttons go off when somebody else has taken the question, unless they are being used right now.
function updateActions(main, now, isEditing) {
  const [old, fresh] = [main, now].map((each) => each.querySelector('.actions'));
  if (isEditing || !old || !fresh || main.dataset.draft !== now.dataset.draft) return;
  if (!old.contains(document.activeElement) && !old.querySelector('details[open]')) replaceContent(old, fresh);
}

// Sentences of a draft that is being written come in below; those being read stay, unless it was begun anew.
function written(page) {
  replaceText(document.getElementById('written-count'), page.getElementById('written-count'));
  for (const id of ['written', 'written-sources']) {
    const [old, fresh] = [document, page].map((each) => each.getElementById(id));
    if (!old || !fresh) continue;
    const [shown, now] = [old, fresh].map((each) => [...each.children]);
    if (!shown.every((each, place) => now[place] && each.isEqualNode(now[place]))) old.replaceChildren();
    old.append(...now.slice(old.children.length).map((each) => document.importNode(each, true)));
  }
}

// The page was waiting for the draft: its skeleton gives way to the sentences.
function drafted(main, page) {
  const now = page.getElementById('main');
  for (const name of ['draft', 'version', 'state', 'seen']) main.dataset[name] = now.dataset[name];
  const skeleton = document.getElementById('draft');
  const fresh = [...now.children].slice([...now.children].findIndex((each) => each.id === 'draft'));
  skeleton.replaceWith(...fresh.map((each) => document.importNode(each, true)));
  document.getElementById('evidence').replaceWith(document.importNode(page.getElementById('evidence'), true));
  const title = document.getElementById('draft-title');
  say(title.textContent);
  return undefined;
}

function replaceText(old, fresh) {
  if (old && fresh && old.textContent !== fresh.textContent) replaceContent(old, fresh);
}

function replaceContent(old, fresh) {
  if (old && fresh && old.innerHTML !== fresh.innerHTML) {
    old.replaceChildren(...[...document.importNode(fresh, true).childNodes]);
  }
}
