export * from './generated/index.js';
export { ParleyError } from './error.js';
export { itemsOf, type Page } from './pages.js';
export { createParley, type ParleyOptions } from './parley.js';
