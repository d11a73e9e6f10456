// Decap's own check of its configuration, with the widgets and the format of program.js: for .ci/admin/check.mjs.
import list from "decap-cms-widget-list";
import number from "decap-cms-widget-number";
import object from "decap-cms-widget-object";
import relation from "decap-cms-widget-relation";
import select from "decap-cms-widget-select";
import { validateConfig } from "decap-cms-core/dist/esm/constants/configSchema.js";
import { registerCustomFormat, registerWidget } from "decap-cms-core/dist/esm/lib/registry.js";

registerWidget([list, number, object, relation, select].map((widget) => widget.Widget()));
registerCustomFormat("reestr", "yaml", {});
export { validateConfig };
