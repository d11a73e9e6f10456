import { city } from "./city.js";

export default function (config) {
  config.addGlobalData("organizations", () => city(process.env.CITY_DATA, process.env.CITY_SCHEMAS));
  config.setQuietMode(true);
  return { dir: { input: "templates", output: process.env.CITY_SITE } };
}
