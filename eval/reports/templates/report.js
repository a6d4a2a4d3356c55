// Chooses which cases are shown. Without it, all of them are there to read.
(() => {
  "use strict";
  const form = document.getElementById("choose");
  const { slice, outcome, q } = form.elements;
  const told = form.querySelector("output");
  const none = document.getElementById("none");
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const cases = [...document.querySelectorAll("details.c")].map((node) => ({
    node,
    slices: new Set((node.dataset.s || "").split(" ")),
    outcomes: new Set((node.dataset.o || "").split(" ")),
    words: bare(`${node.querySelector(".q").textContent} ${node.id.slice(2)}`),
  }));

  const show = () => {
    const wanted = bare(q.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of cases) {
      const fits =
        (!slice.value || each.slices.has(slice.value)) &&
        (!outcome.value || each.outcomes.has(outcome.value)) &&
        wanted.every((word) => each.words.includes(word));
      if (each.node.hidden === fits) each.node.hidden = !fits;
      shown += fits;
    }
    none.hidden = shown > 0;
    told.textContent = told.dataset.words.replace("{shown}", shown.toLocaleString(document.documentElement.lang));
  };

  let waiting;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-slice], a[data-outcome]");
    if (!link) return;
    q.value = "";
    slice.value = link.dataset.slice || "";
    outcome.value = link.dataset.outcome || "";
    show();
  });
  const open = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named && named.matches("details.c")) {
      named.open = true;
      if (named.hidden) {
        form.reset();
      }
    }
  };
  addEventListener("hashchange", open);
  open();
  show();
})();
