// Says that the site is old. A forge switches the nightly build of a quiet repository off and tells its owner alone, while
// verdicts and terms depend on the day: only the reader's clock knows. The words come from the site's own small file.

const DAYS = 2;

// The number of days from one ISO date to another.
function between(first, last) {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000;
}

export async function tellAge(file) {
  try {
    const answer = await fetch(file, { cache: "no-cache" });
    const state = await answer.json();
    // The Swedish form of a date is ISO's.
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: state.time_zone }).format(new Date());
    if (!state.old || between(state.as_of, today) <= DAYS) return;
    const said = document.createElement("p");
    said.className = "banner banner-fictional";
    said.textContent = state.old;
    let place = document.querySelector("body > aside");
    if (place === null) {
      place = document.createElement("aside");
      place.setAttribute("aria-label", state.label);
      document.querySelector("header.top").before(place);
    }
    place.append(said);
  } catch {
    // Without the file nothing is known of the site's age.
  }
}
