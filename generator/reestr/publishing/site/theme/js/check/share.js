// «Переслать»: hands the address of an answer to the telephone's own list of people and programs, or copies it.

// Milliseconds for which the button says that the address was copied.
const SAID = 4000;

// Makes the button of an answer work, where it has one. `output` holds the answer, shown already.
export function offerToShare(output) {
  const button = output.querySelector("button[data-share]");
  if (!button) return;
  const said = output.querySelector("[data-shared]");
  button.addEventListener("click", async () => {
    const url = button.previousElementSibling.href;
    const text = [...output.querySelectorAll("h2 > :last-child, .answer-says")]
      .map((part) => part.textContent.replace(/[.\s]+$/, "")).join(". ");
    if (navigator.share) {
      // Who thinks better of it has shared nothing: no fault.
      await navigator.share({ title: document.title, text, url }).catch(() => {});
      return;
    }
    try {
      await navigator.clipboard.writeText(`${text}. ${url}`);
      said.textContent = button.dataset.copied;
      setTimeout(() => (said.textContent = ""), SAID);
    } catch {
      said.textContent = button.dataset.byHand;
    }
  });
}
