/** Apart from the shapes, so that the studio's first load stays free of validators. */

/** In characters. */
export const MAX_NOTE_LENGTH = 4_000;
export const MAX_MENTIONS = 50;
