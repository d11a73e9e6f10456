// The local server of `make admin`: the page and, below it, decap-server over a working copy. One port and one origin:
// decap-server alone would answer every page of this machine that asks. Run by `reestr admin` as
// `node reestr-admin-local.cjs FOLDER PROJECT HOST PORT`; prints "ready" once it listens.
import express from "express";
import { registerLocalFs } from "decap-server/dist/middlewares.js";

const [folder, project, host, port] = process.argv.slice(2);
process.env.GIT_REPO_DIRECTORY = project;
const app = express();
app.disable("x-powered-by");
app.use((request, response, next) => {
  const here = `${host}:${port}`;
  const from = request.headers.origin;
  // A page of another site, or a name that was made to lead here.
  if (request.headers.host !== here || (from && from !== `http://${here}`)) response.status(403).end();
  else next();
});
app.get("/", (request, response) => response.redirect("/admin/"));
app.use("/admin", express.static(folder));
registerLocalFs(app, { logLevel: "error" }).then(() => {
  const server = app.listen(Number(port), host, () => console.log("ready"));
  server.on("error", (error) => {
    console.error(error.code);
    process.exit(1);
  });
});
