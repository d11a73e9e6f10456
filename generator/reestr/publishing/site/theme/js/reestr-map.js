/**
 * What a script adds to the map (/map/): the name of a marker beside it as soon as the pointer or the keyboard reaches
 * it, and the marker of a row of the list shown while one is at that row. Without it the map works all the same: every
 * marker is a link to its row and has its name as a native tooltip.
 */

/** Pixels between a marker and its name. */
const GAP = 20;

const map = document.querySelector("svg.map");
const box = map?.closest(".map-box");
if (box) {
  showNames(map, box);
  pointAtRows(map, document.querySelector(".places"));
}

/** Shows each marker's name in a box of our own, which unlike a native tooltip also appears for the keyboard. */
function showNames(map, box) {
  const tip = document.createElement("div");
  tip.className = "map-tip";
  // The link says its name itself: the box is for the eyes.
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  box.append(tip);
  for (const marker of map.querySelectorAll("a")) {
    const title = marker.querySelector("title");
    marker.setAttribute("aria-label", title.textContent);
    title.remove();
  }

  const show = (event) => {
    const marker = event.target.closest(".map a");
    if (!marker) return;
    tip.textContent = marker.getAttribute("aria-label");
    tip.hidden = false;
    place(tip, marker.getBoundingClientRect(), box.getBoundingClientRect());
  };
  const hide = () => {
    tip.hidden = true;
  };
  map.addEventListener("pointerover", show);
  // Not on the map itself: an SVG that listens for the focus becomes a stop of the keyboard in Chromium.
  box.addEventListener("focusin", show);
  box.addEventListener("focusout", hide);
  // The name can be pointed at itself, to be read in a magnifier.
  map.addEventListener("pointerout", (event) => {
    if (event.relatedTarget !== tip) hide();
  });
  tip.addEventListener("pointerleave", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

/** Puts the name above the marker, or below one near the upper edge, and never past the sides of the map. */
function place(tip, marker, box) {
  const middle = marker.left + marker.width / 2 - box.left;
  const left = Math.min(Math.max(middle - tip.offsetWidth / 2, 4), box.width - tip.offsetWidth - 4);
  const centre = marker.top + marker.height / 2 - box.top;
  const above = centre - GAP - tip.offsetHeight;
  tip.style.left = `${Math.max(left, 4)}px`;
  tip.style.top = `${above > 0 ? above : centre + GAP}px`;
}

/** Rings the markers of the row that the pointer or the keyboard is at. */
function pointAtRows(map, list) {
  const markers = [...map.querySelectorAll("a")].map((marker) => {
    const first = Number(marker.getAttribute("href").replace("#place-", ""));
    return { marker, first, last: Number(marker.dataset.last ?? first) };
  });
  const point = (event) => {
    const row = event.target.closest("li[id]");
    const number = row && event.type !== "pointerleave" ? Number(row.id.replace("place-", "")) : 0;
    for (const { marker, first, last } of markers) {
      marker.classList.toggle("is-pointed", first <= number && number <= last);
    }
  };
  for (const kind of ["pointerover", "pointerleave", "focusin"]) list.addEventListener(kind, point);
}
