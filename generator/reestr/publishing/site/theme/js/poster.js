// The page of the poster: fills it with the official pages of the organization that the address names, each with a QR code
// that leads to the answer of the registry about it, not to the network. Without an address of the site there is no code.

import { breakable } from "./breakable.js";
import { openChecker } from "./check/open.js";
import { drawing } from "./reestr-page.js";

const host = document.querySelector("[data-poster]");
const poster = host.querySelector(".poster");

function tell(state) {
  for (const note of host.querySelectorAll("[data-state]")) note.hidden = note.dataset.state !== state;
}

function heading(tag, textContent) {
  return Object.assign(document.createElement(tag), { textContent });
}

function item({ url, network }, generate) {
  const made = host.querySelector("template").content.cloneNode(true);
  const shown = url.replace(/^https:\/\//, "");
  made.querySelector("[data-slot=network]").append(heading("h3", network));
  made.querySelector("[data-slot=address]").append(...breakable(shown));
  if (generate) {
    const answer = new URL("check/", host.dataset.site);
    answer.searchParams.set("url", shown);
    made.querySelector("[data-code]").append(drawing(generate(answer.href), answer.href));
  } else {
    made.querySelector("[data-code]").remove();
  }
  return made;
}

async function fill(organization) {
  const { pagesOf } = await openChecker(new URL(host.dataset.root || ".", document.baseURI).href);
  const { name, pages } = pagesOf(organization);
  if (!pages.length) {
    tell("empty");
    return;
  }
  const generate = host.dataset.site ? (await import("./vendor/qr.js")).generate : null;
  poster.querySelector("[data-slot=name]").append(heading("h2", name));
  poster.querySelector("[data-slot=pages]").append(...pages.map((page) => item(page, generate)));
  tell("");
  poster.hidden = false;
  host.querySelector(".poster-tools").hidden = false;
  host.querySelector("[data-print]").addEventListener("click", () => print());
  document.title = `${name} — ${document.title}`;
}

const organization = new URLSearchParams(location.search).get("organization");
if (organization) {
  fill(organization).catch((error) => {
    console.warn(error);
    tell("failed");
  });
}
