// Draws a QR code: loaded only when a reader opens one.
export { generate, correction } from "lean-qr";
