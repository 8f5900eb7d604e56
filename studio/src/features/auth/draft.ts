import { create } from 'zustand';

/** The address that is typed on one page and needed on the next. In memory only: addresses stay out of URLs and storage. */
export const useAuthDraft = create<{ email: string }>(() => ({ email: '' }));
