/** Exit code of a check that can't be made here, without a network for example: neither passed nor failed. */
export const SKIPPED = 77;
