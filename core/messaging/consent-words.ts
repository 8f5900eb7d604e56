/**
 * What people say about marketing in a word. Only a whole message counts: "stop by tomorrow" is no opt-out. Case, accents, punctuation
 * and emoji don't matter, nor do please and thank you around a STOP, or what is to be stopped ("stop sending me messages").
 *
 * - STOP is a no, always. Everyday words that mean it too ("baja", "sair") may also be the answer to a question ("alta o baja?"): they
 *   are a no unless a flow waits for the person's answer.
 * - START takes an earlier no back, or confirms what the person was asked for (double opt-in). It never makes a yes of nothing: who
 *   greets a bot with "start" has not agreed to marketing.
 *
 * Words that answer questions everywhere ("cancel", "end", "no") are left out on purpose, because bots offer them as buttons. Who counts
 * them by these rules is the relay (worker/relay/consent-words.ts).
 */
import { EVERYDAY_STOP_WORDS, START_WORDS, STOP_FRAMES, STOP_WORDS } from './consent-words-by-language.ts';

export type ConsentWord = 'stop' | 'start';

export interface ConsentMeaning {
  word: ConsentWord;
  /** It may as well be the answer to a question. */
  isEveryday: boolean;
}

/** Words of an organisation's own, beside those of all. */
export interface OwnWords {
  stop: readonly string[];
  start: readonly string[];
}

/** What a whole message says about marketing; null for anything else. */
export function consentWord(text: string | null, own?: OwnWords): ConsentMeaning | null {
  // The longest word in the lists is far shorter; long texts needn't be normalised.
  if (text === null || text.length > MAX_LENGTH) return null;
  const plain = normalise(text);
  if (plain === '') return null;
  return meaningOf(plain, own) ?? framedStop(plain, own);
}

const MAX_LENGTH = 120;

function meaningOf(plain: string, own: OwnWords | undefined): ConsentMeaning | null {
  const isOwn = (words: readonly string[] = []) => words.some((word) => normalise(word) === plain);
  if (isOwn(own?.stop)) return { word: 'stop', isEveryday: false };
  return meanings.get(plain) ?? (isOwn(own?.start) ? { word: 'start', isEveryday: false } : null);
}

/** Takes off one frame after the other until a STOP is left. A START in a frame is none: it would be a yes that nobody is sure of. */
function framedStop(
  framed: string,
  own: OwnWords | undefined,
  seen = new Set<string>(),
): ConsentMeaning | null {
  for (const { plain, saysMessages } of withoutOneFrame(framed)) {
    // In whatever order the frames around it went: each rest is looked at once.
    if (seen.has(plain)) continue;
    seen.add(plain);
    const meaning = meaningOf(plain, own);
    const stop = meaning?.word === 'stop' ? meaning : framedStop(plain, own, seen);
    if (stop) return saysMessages ? { word: 'stop', isEveryday: false } : stop;
  }
  return null;
}

function withoutOneFrame(plain: string): { plain: string; saysMessages: boolean }[] {
  const cutEnd = (frame: string) => (plain.endsWith(` ${frame}`) ? [plain.slice(0, -frame.length - 1)] : []);
  const cutBegin = (frame: string) => (plain.startsWith(`${frame} `) ? [plain.slice(frame.length + 1)] : []);
  return [
    ...frames.messages.flatMap(cutEnd).map((rest) => ({ plain: rest, saysMessages: true })),
    ...[...frames.before.flatMap(cutBegin), ...frames.after.flatMap(cutEnd)].map((rest) => ({
      plain: rest,
      saysMessages: false,
    })),
  ];
}

/**
 * Letters of any script and digits, single spaces, lower case. Latin accents and Arabic vowel signs go, and so do the
 * variants of alef and ya. Other marks stay: in Devanagari they are vowels.
 */
function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, '')
    .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627')
    .replace(/\u0649/g, '\u064a')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/\ufe0f/g, '')
    .trim();
}

/** The words by language (ISO 639-1), for people who want to know. */
export const consentWords = { stop: STOP_WORDS, everydayStop: EVERYDAY_STOP_WORDS, start: START_WORDS };

const meanings = new Map<string, ConsentMeaning>();
// A word in several lists is what the last one says: silence is the safer reading.
note(START_WORDS, { word: 'start', isEveryday: false });
note(EVERYDAY_STOP_WORDS, { word: 'stop', isEveryday: true });
note(STOP_WORDS, { word: 'stop', isEveryday: false });

function note(words: Record<string, string[]>, meaning: ConsentMeaning): void {
  for (const word of Object.values(words).flat()) meanings.set(normalise(word), meaning);
}

const frames = {
  before: Object.values(STOP_FRAMES).flatMap(({ before }) => before.map(normalise)),
  after: Object.values(STOP_FRAMES).flatMap(({ after }) => after.map(normalise)),
  messages: Object.values(STOP_FRAMES).flatMap(({ messages = [] }) => messages.map(normalise)),
};
