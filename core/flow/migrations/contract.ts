/** A pure step from one shape of a document to the next. It may meet anything that was ever stored and never throws. */
export type Migration = (doc: Record<string, unknown>) => Record<string, unknown>;
