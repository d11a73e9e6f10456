// The page of the checker: the form, the address of the answer, and who is told about it.
//
// The form is a plain GET form, so that any page can have one and a link to an answer is `?url=…`. Here it answers at
// once: the question goes into the history, and back and forward show earlier answers.

// Milliseconds before the reader is told that the index is still being loaded.
const PATIENCE = 300;
// Characters of a question in a link: one more than an address may have.
const LONGEST_LINK = 2049;
// The part of the window that the heading of an answer may end in without the page being scrolled to it.
const LOWEST = 0.75;

const host = document.querySelector("[data-check]");
const form = host.querySelector("form");
const input = form.elements.url;
const output = host.querySelector("[data-output]");
const status = host.querySelector("[role=status]");

let answered = null;
// The words for the case that no script comes.
host.querySelector(".check-unscripted").remove();

const root = new URL(host.dataset.root || ".", document.baseURI).href;

// {cards, answer}: what shows and what gives an answer; null when it cannot be had. Asked for when there is a question, or
// is going to be one: who only reads the page loads nothing of it. All its modules are asked for at once.
let loading = null;
function load() {
  loading ??= fetchParts().catch((error) => {
    console.warn(error);
    return null;
  });
  return loading;
}

async function fetchParts() {
  for (const name of host.dataset.modules.split(" ")) {
    document.head.append(Object.assign(document.createElement("link"), {
      rel: "modulepreload", href: new URL(`${name}.js`, import.meta.url).href,
    }));
  }
  const [{ ask: answer }, { makeCards }, { openChecker }] = await Promise.all([
    import("./ask.js"), import("./card.js"), import("./open.js"),
  ]);
  const { asOf, answers } = await openChecker(root);
  return { cards: makeCards(host, { root: host.dataset.root, asOf, answers }), answer: (text) => answer(text, root) };
}

// The question in the page's address; null where there is none.
function question() {
  return new URLSearchParams(location.search).get("url");
}

// Shows the answer to the page's address. Who has just asked, here, on another page or by opening a link, is led to it;
// who goes back to it, has gone on to the form meanwhile or was sent to a place of the page is told of it only.
async function show({ asking = false, back = false }) {
  const text = question();
  if (text === answered && !asking) return;
  answered = text;
  status.textContent = "";
  // What was typed stays as it was typed.
  if (!asking) input.value = text ?? "";
  if (text === null) {
    output.replaceChildren();
    return;
  }
  const waiting = setTimeout(() => output.replaceChildren(stateCard("loading")), PATIENCE);
  const loaded = await load();
  const answer = loaded && await loaded.answer(text);
  clearTimeout(waiting);
  // Meanwhile another question may have been asked.
  if (text !== answered) return;
  output.replaceChildren(loaded ? loaded.cards.of(answer) : stateCard("unavailable"));
  // Not needed to read the answer, so it may come after it.
  import("./share.js").then(({ offerToShare }) => offerToShare(output)).catch((error) => console.warn(error));
  if (asking || (!back && !location.hash && document.activeElement === document.body)) {
    leadTo(output.querySelector("h2"));
  } else {
    status.textContent = [...output.querySelectorAll("h2, .answer-says")].map((part) => part.textContent).join(". ");
  }
}

function leadTo(heading) {
  heading.focus({ preventScroll: true });
  const { top, bottom } = heading.getBoundingClientRect();
  if (top < 0 || bottom > LOWEST * innerHeight) output.scrollIntoView();
}

function stateCard(name) {
  return host.querySelector(`template[data-answer="${name}"]`).content.cloneNode(true);
}

function ask(text) {
  // A link that no server takes is of no use; what is cut is refused as too long all the same.
  const cut = [...text.slice(0, 2 * LONGEST_LINK)].slice(0, LONGEST_LINK).join("");
  if (cut !== question()) history.pushState(null, "", `?${new URLSearchParams({ url: cut })}`);
  show({ asking: true });
}

input.addEventListener("focus", load, { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(input.value);
});

// Links to other answers inside an answer need no new page.
output.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?url=']");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask(new URLSearchParams(link.getAttribute("href")).get("url"));
});

addEventListener("popstate", () => show({ back: true }));
show({});
