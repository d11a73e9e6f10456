import { text } from "./html.js";

export const badge = (city, title, line) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="414" height="64" viewBox="0 0 414 64" role="img"><title>${text(title)}. ${text(line)}. Реестр официальных страниц: ${text(city)}</title><rect x=".5" y=".5" width="413" height="63" rx="8" fill="#fff" stroke="#c9d1dc"/><rect x="10" y="11" width="42" height="42" rx="9" fill="#1b4f8a"/><path d="m22 32 6 6 12-14" stroke="#9be3b4" stroke-width="5" fill="none"/><g font-family="system-ui,sans-serif" fill="#18202b"><text x="62" y="19" font-size="11">Реестр официальных страниц: ${text(city)}</text><text x="62" y="37" font-size="15" font-weight="700">${text(title)}</text><text x="62" y="54" font-size="13">${text(line)}</text></g></svg>
`;
