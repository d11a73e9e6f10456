// Stands for the additions to ajv, see unchecked.js.
function nothing() {}

export default nothing;
export { nothing as instanceof, nothing as prohibited, nothing as select, nothing as uniqueItemProperties };
