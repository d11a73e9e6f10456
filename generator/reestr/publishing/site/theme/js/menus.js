// A <details> that is a menu: it closes when one is done with it. Without this script it opens and closes all the same.

// Closes on Esc, which leads back to its button, on a press elsewhere and when the keyboard moves on.
export function closeByItself(box) {
  const summary = box.querySelector("summary");
  // The menu of a narrow screen has its panel beside it.
  const panel = summary.nextElementSibling ?? box.nextElementSibling;
  const within = (node) => box.contains(node) || panel.contains(node);
  const close = () => (box.open = false);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    const { activeElement } = document;
    close();
    if (activeElement === document.body || within(activeElement)) summary.focus();
  });
  // What lies over the page closes as soon as it is pressed beside. What stands in the page waits for the click: closing
  // earlier it would move what is pressed away from under the finger.
  const outside = ({ type, target }) => {
    if (!box.open || within(target)) return;
    const isOver = getComputedStyle(panel).position === "absolute";
    if (type === (isOver ? "pointerdown" : "click")) close();
  };
  document.addEventListener("pointerdown", outside);
  document.addEventListener("click", outside);
  const left = ({ relatedTarget }) => {
    // A press on the panel itself moves the focus to whatever around it can hold one, which is no moving on.
    if (!relatedTarget || within(relatedTarget) || relatedTarget.contains(box)) return;
    // Only the keyboard: a press is told apart above. Later, not at once: Chromium falls over a box closed in this event.
    setTimeout(() => relatedTarget.matches(":focus-visible") && close());
  };
  for (const part of new Set([box, panel])) part.addEventListener("focusout", left);
  // Who comes back from where a menu led finds it closed.
  addEventListener("pageshow", (event) => event.persisted && close());
}
