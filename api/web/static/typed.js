// What is typed into the edit, as one string: compared, kept in this browser until it is approved, and sent.
const KEPT = 'replydesk.edit.';
const SENT = 'replydesk.sent';
const NOT_KEPT = new Set(['csrf', 'checked', 'do', 'find', 'language']);

export const key = (form) => KEPT + form.dataset.editKey;

export function state(form) {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name)));
}

export function bodyOf(form, kept, step, find = '') {
  const body = new URLSearchParams(JSON.parse(kept));
  body.set('csrf', form.elements.csrf.value);
  body.set('do', step);
  if (find) body.set('find', find);
  return body;
}

export function noteSent(form) {
  sessionStorage.setItem(SENT, key(form));
}

export function notSent() {
  sessionStorage.removeItem(SENT);
}

// The edit was approved: the page after it has no form, so nothing of it needs to be kept.
export function forgetSent() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  notSent();
  localStorage.removeItem(sent);
}
