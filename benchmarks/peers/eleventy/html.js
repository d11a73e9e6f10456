const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const text = (value) => String(value ?? "").replace(/[&<>"]/g, (sign) => SIGNS[sign]);
export const OUTCOMES = {
  breach: "нарушено",
  unconfirmed: "не подтверждено",
  advice: "совет",
  "not-due": "срок не наступил",
  met: "выполнено",
  "not-applicable": "не относится",
};
export const LABELS = {
  on: "Дата осмотра", by: "Кто осматривал", about: "Сведения об организации", address: "Адрес",
  email: "Электронная почта", phones: "Телефоны", city_hall_site: "Сайт местной администрации",
  description: "Описание", avatar: "Аватар", cover: "Обложка",
};
