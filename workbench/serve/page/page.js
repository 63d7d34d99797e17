// What the page does itself: show the controls when they live, open a row on click, say when it has ended.
(() => {
  "use strict";
  const said = document.body.dataset;
  const line = (text, role) => {
    const node = document.createElement("p");
    node.className = "wb-fault";
    node.setAttribute("role", role);
    node.textContent = text;
    return node;
  };

  // The HTML copy of a widget leaves when the widget is there; the sign of work leaves with it.
  let later = 0;
  const watch = new MutationObserver(() => {
    // A list's choice is set after its options are, and setting it is no change of the document.
    clearTimeout(later);
    later = setTimeout(markChosenRow, 100);
    for (const fault of document.querySelectorAll("[data-wb-fault]:empty")) {
      fault.textContent = said.wbFault;
      document.body.classList.add("wb-is-live");
    }
    for (const output of document.querySelectorAll(".wb-output")) {
      if (output.querySelector(".wb-live .jupyter-widgets")) {
        output.querySelector(".wb-static")?.remove();
        document.body.classList.add("wb-is-live");
      }
    }
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector(".wb-live")) document.body.classList.add("wb-is-live");
  });

  // The scoreboard's rows stand in the order of the KPI list: a row is a way to choose from it.
  const list = () => document.querySelector(".wb-choose-kpi select");
  const rows = () => [...document.querySelectorAll(".wb-live .wb-board tbody tr:not(.wb-group)")];
  function markChosenRow() {
    const select = list();
    if (!select) return;
    rows().forEach((row, number) => {
      const chosen = number === select.selectedIndex;
      if (!row.hasAttribute("tabindex")) row.tabIndex = 0;
      if ((row.getAttribute("aria-current") === "true") !== chosen) row.setAttribute("aria-current", String(chosen));
    });
  }
  function choose(row) {
    const select = list();
    const number = rows().indexOf(row);
    if (!select || number < 0 || number === select.selectedIndex) return;
    select.selectedIndex = number;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    const detail = document.querySelector(".wb-live .wb-body > :last-child");
    // Where it stands below a long board, the reader is taken to it.
    if (detail && detail.getBoundingClientRect().top > innerHeight) detail.scrollIntoView({ block: "start" });
  }
  const rowOf = (event) => event.target.closest?.(".wb-live .wb-board tbody tr:not(.wb-group)");
  document.addEventListener("click", (event) => rowOf(event) && choose(rowOf(event)));
  document.addEventListener("keydown", (event) => {
    if (!rowOf(event) || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    choose(rowOf(event));
  });
  document.addEventListener("change", markChosenRow);

  // A page that somebody comes back to may have lost its kernel.
  async function seeWhetherItLives() {
    const settings = document.getElementById("jupyter-config-data");
    if (document.hidden || !settings || document.querySelector(".wb-ended")) return;
    const id = JSON.parse(settings.textContent).kernelId;
    const answer = await fetch(`/api/kernels/${id}`).catch(() => null);
    if (answer?.ok) return;
    const bar = line(`${said.wbEnded} `, "alert");
    bar.classList.add("wb-ended");
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = said.wbAgain;
    bar.append(again);
    document.body.prepend(bar);
  }
  document.addEventListener("visibilitychange", seeWhetherItLives);
  window.addEventListener("focus", seeWhetherItLives);
})();
