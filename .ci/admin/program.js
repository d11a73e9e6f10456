// What the page /admin/ runs: of Decap CMS the parts that records need, and what records ask for beyond them.
// Built by `make admin-program`; its configuration, made from the schemas, is the page's `config.yml`.
import { ru } from "decap-cms-locales";
import { DecapCmsCore as CMS } from "decap-cms-core";
import { ForgejoBackend } from "decap-cms-backend-forgejo";
import { GitHubBackend } from "decap-cms-backend-github";
import { GitLabBackend } from "decap-cms-backend-gitlab";
import { ProxyBackend } from "decap-cms-backend-proxy";
import list from "decap-cms-widget-list";
import number from "decap-cms-widget-number";
import object from "decap-cms-widget-object";
import relation from "decap-cms-widget-relation";
import select from "decap-cms-widget-select";
import text from "decap-cms-widget-text";
import { fromFile, toFile } from "./format.js";
import { Day, Digits, Flag, Folder, Line, Name } from "./fields.js";

CMS.registerBackend("forgejo", ForgejoBackend);
CMS.registerBackend("github", GitHubBackend);
CMS.registerBackend("gitlab", GitLabBackend);
CMS.registerBackend("proxy", ProxyBackend);
CMS.registerWidget([list, number, object, relation, select, text].map((widget) => widget.Widget()));
CMS.registerWidget("string", Line);
CMS.registerWidget("reestr-date", Day);
CMS.registerWidget("reestr-digits", Digits);
CMS.registerWidget("reestr-flag", Flag);
CMS.registerWidget("reestr-folder", Folder);
CMS.registerWidget("reestr-name", Name);
CMS.registerCustomFormat("reestr", "yaml", { fromFile, toFile });

// The schema says itself what to write; Decap would add that a pattern was not matched.
ru.editor.editorControlPane.widget.regexPattern = "%{fieldLabel}: %{pattern}";
ru.editor.editorControlPane.widget.required = "%{fieldLabel}: заполните это поле.";
ru.editor.editorControl.field.optional = "если известно";
ru.editor.editorWidgets.object = { collapse: "Свернуть", expand: "Развернуть" };
CMS.registerLocale("ru", ru);
CMS.init();
