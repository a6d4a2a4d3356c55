// Editing in place: opens without leaving the page, lets go of the sources of changed sentences at once, checks while
// one types, undoes, and keeps what was typed in this browser until it is approved. The server renders every state.
import { lightSources } from './evidence.js';
import { loadPast } from './past.js';
import { fetchPage, tell } from './say.js';
import { bodyOf, forgetSent, key, noteSent, notSent, state } from './typed.js';

const CHECK_AFTER_MS = 500;
const ONE_STEP_MS = 1000;
const MOST_STEPS = 100;

const past = [];
let lastStep = { at: 0, field: '' };
let timer = 0;
let latestPost = 0;
const held = [];

export function edit() {
  const opener = document.querySelector('[data-edit]:not([data-wired])');
  if (opener) {
    opener.dataset.wired = 'yes';
    opener.addEventListener('click', (event) => open(event, opener.href));
  }
  const form = document.getElementById('edit');
  if (!form && !document.getElementById('sign-in')) forgetSent();
  if (form && !form.dataset.wired) wire(form);
}

async function open(event, address) {
  event.preventDefault();
  const { page, response } = await fetchPage(address).catch(() => ({}));
  if (!page?.getElementById('edit') || !response.ok) return location.assign(address);
  history.pushState({}, '', address);
  addEventListener('popstate', () => location.reload(), { once: true });
  show(page);
  return document.querySelector('#text-0')?.focus();
}

// Puts what the server sent in place of the middle, the evidence and the language switch.
function show(page) {
  for (const selector of ['#main', '#evidence', '.who']) {
    document.querySelector(selector).replaceWith(document.importNode(page.querySelector(selector), true));
  }
  edit();
  lightSources();
  loadPast();
}

function wire(form) {
  form.dataset.wired = 'yes';
  notSent();
  for (const piece of form.querySelectorAll('[data-piece]')) wirePiece(piece, form);
  form.dataset.now = state(form);
  form.addEventListener('submit', (event) => submitted(event, form));
  const undo = form.querySelector('[data-undo]');
  undo.disabled = past.length === 0;
  undo.addEventListener('click', () => past.length && post(form, past.pop(), 'check'));
  document.querySelector('[data-leave]').addEventListener('click', () => localStorage.removeItem(key(form)));
  restore(form);
}

function wirePiece(piece, form) {
  const text = piece.querySelector('textarea');
  const basis = piece.querySelector('[data-basis]');
  const boxes = [...piece.querySelectorAll('.sources-of input')];
  let chosen = ticked(boxes);
  text.addEventListener('input', () => {
    // Blanks and line breaks at the edges and their kind are not a change: the server sees it the same way.
    const same = text.value.trim() === basis.value.replaceAll('\r\n', '\n').trim();
    for (const box of boxes) box.checked = same && chosen.includes(box);
    showChosen(piece, boxes, form, !same && chosen.length > 0);
    changed(form, text.name);
  });
  for (const box of boxes) {
    box.addEventListener('change', () => {
      basis.value = text.value;
      chosen = ticked(boxes);
      showChosen(piece, boxes, form, false);
      changed(form, box.name);
    });
  }
  piece.querySelector('[data-courtesy]').addEventListener('change', (event) => changed(form, event.target.name));
}

const ticked = (boxes) => boxes.filter((box) => box.checked);

function showChosen(piece, boxes, form, lost) {
  const numbers = ticked(boxes).map((box) => `[${box.dataset.number}]`).join(' ');
  piece.querySelector('[data-chosen]').textContent = numbers ? form.dataset.chosen.replace('#', numbers) : form.dataset.none;
  piece.querySelector('[data-trouble]').textContent = lost ? `⚠ ${form.dataset.changed}` : '';
  piece.classList.toggle('broken', lost);
  if (lost) piece.querySelector('details').open = true;
}

// Keeps the step for undo (typing in one field within a second is one step), keeps the words, and checks soon.
function changed(form, field) {
  const now = Date.now();
  if ((field !== lastStep.field || now - lastStep.at > ONE_STEP_MS) && past.at(-1) !== form.dataset.now) {
    past.push(form.dataset.now);
    if (past.length > MOST_STEPS) past.shift();
  }
  lastStep = { at: now, field };
  form.dataset.now = state(form);
  form.querySelector('[data-undo]').disabled = false;
  localStorage.setItem(key(form), form.dataset.now);
  clearTimeout(timer);
  timer = setTimeout(() => check(form), CHECK_AFTER_MS);
}

// Checks what is typed and shows only the result: length, problems, difference.
async function check(form) {
  const sent = state(form);
  const { page } = await fetchPage(form.action, { method: 'POST', body: bodyOf(form, sent, 'check') }).catch(() => ({}));
  const fresh = page?.getElementById('edit-check');
  const old = document.getElementById('edit-check');
  if (!fresh || !old || !form.isConnected || state(form) !== sent) return;
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
}

// Sends `kept` for one step (add, remove, find, check, or undo: a check of how it was), and shows the whole edit that
// comes back. An answer that is overtaken by a later step is not shown. What is typed meanwhile is not lost: the step is
// taken once more with it, and an undo gives way to it. Only undo can be pressed meanwhile: an approval would send what
// is just being removed. Says how it went: "shown", "kept" (what is typed stands), "unreachable", or "refused".
async function post(form, kept, step, find = '') {
  clearTimeout(timer);
  const mine = ++latestPost;
  const before = state(form);
  const depth = past.length;
  const sent = { method: 'POST', body: bodyOf(form, kept, step, find) };
  hold(form);
  const { page } = await fetchPage(form.action, sent).catch(() => ({}));
  if (mine !== latestPost) return 'kept';
  const typed = state(form);
  if (typed !== before && kept === before) return post(form, typed, step, find);
  const fresh = page?.getElementById('edit');
  if (!fresh || typed !== before) {
    past.splice(depth, 0, ...(kept === before ? [] : [kept]));
    letGo();
    if (typed !== before) return 'kept';
    if (page) return 'refused';
    tell(form.dataset.unreachable);
    return 'unreachable';
  }
  letGo();
  const focused = document.activeElement?.id;
  show(page);
  const now = document.getElementById('edit');
  localStorage.setItem(key(now), now.dataset.now);
  const added = step === 'add' && [...now.querySelectorAll('textarea')].at(-1);
  (added || document.getElementById(focused) || now.querySelector('textarea'))?.focus();
  return 'shown';
}

function hold(form) {
  const buttons = [...form.elements].filter((each) => each.type === 'submit' && !each.disabled);
  for (const button of buttons) button.disabled = true;
  held.push(...buttons);
}

function letGo() {
  for (const button of held.splice(0)) button.disabled = false;
}

async function submitted(event, form) {
  const button = event.submitter;
  const step = button?.name === 'do' ? button.value : '';
  if (button?.name === 'language') return;
  if (step === 'approve') {
    noteSent(form);
    return;
  }
  if (step === 'restart') {
    localStorage.removeItem(key(form));
    return;
  }
  event.preventDefault();
  if (held.length) return;
  if (past.at(-1) !== form.dataset.now) past.push(form.dataset.now);
  lastStep = { at: 0, field: '' };
  const went = await post(form, state(form), step || 'check', form.elements.find.value);
  if (went === 'refused' && button) form.submit();
}

// What was typed before the page was left comes back, where the server begins afresh.
async function restore(form) {
  const kept = localStorage.getItem(key(form));
  if (form.dataset.fresh !== 'yes' || !kept || kept === form.dataset.now) return;
  const begun = form.dataset.now;
  form.inert = true; // what would be typed before it comes back would take its place
  const went = await post(form, kept, 'check');
  form.inert = false;
  if (went !== 'shown') return;
  past.push(begun);
  document.querySelector('[data-undo]').disabled = false;
  tell(form.dataset.restored);
}
