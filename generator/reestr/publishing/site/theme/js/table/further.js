// The rows of a long table that stand on further pages, fetched when a reader wants to choose among all of them.

// Appends them to `body`, in the order of the pages that `nav` links to. Rejects, with nothing appended, when a page is
// not there.
export async function appendFurther(nav, body) {
  const pages = await Promise.all([...nav.querySelectorAll("a")].map(({ href }) => rowsOf(href, body.parentElement.id)));
  body.append(...pages.flat());
}

async function rowsOf(address, table) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const read = new DOMParser().parseFromString(await response.text(), "text/html");
  const rows = [...read.getElementById(table).tBodies[0].rows];
  // Links were written for the page that they come from.
  for (const link of rows.flatMap((row) => [...row.querySelectorAll("a[href]")])) {
    link.href = new URL(link.getAttribute("href"), response.url).href;
  }
  return rows;
}
