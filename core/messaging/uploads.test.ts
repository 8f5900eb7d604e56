import { expect, it } from 'vitest';
import { limitText, maxUploadBytes, mediaKinds, uploadKind, uploadLimits, uploadProblem } from './uploads.ts';

it.each([
  ['image/png', 'a.png', false, 'image', 'image/png'],
  ['image/png', 'invoice.pdf', false, 'image', 'image/png'],
  ['audio/x-m4a', 'a.m4a', false, 'audio', 'audio/mp4'],
  ['application/pdf', 'a', false, 'document', 'application/pdf'],
  ['application/x-cfb', 'a.XLS', false, 'document', 'application/vnd.ms-excel'],
  [undefined, 'a.txt', true, 'document', 'text/plain'],
] as const)('%s called %s is what its bytes say', (found, name, isText, kind, contentType) => {
  expect(uploadKind(found, name, isText)).toEqual({ kind, contentType });
});

it.each([
  ['application/zip', 'a.pdf', false],
  ['application/x-cfb', 'a.msi', false],
  [undefined, 'a.pdf', false],
] as const)('%s called %s is refused', (found, name, isText) => {
  expect(uploadKind(found, name, isText)).toBeNull();
});

const MB = 1024 * 1024;

it.each([
  ['a.png', MB, ['image'], null],
  ['A.JPEG', 5 * MB, ['image'], null],
  ['a.png', 5 * MB + 1, ['image'], 'The file is too large: 5 MB at most.'],
  ['a.webp', 501 * 1024, ['sticker'], 'The file is too large: 500 kB at most.'],
  ['a.pdf', 51 * MB, ['document'], 'The file is too large: 50 MB at most.'],
  ['a.pdf', 1, ['image'], 'This is another kind of file: choose JPEG or PNG.'],
  ['a.pdf', 1, ['image', 'document'], null],
  ['a.pdf', 6 * MB, ['image', 'document'], null],
  ['a.png', 6 * MB, ['image', 'document'], 'The file is too large: 5 MB at most.'],
  ['a.png', 0, ['image'], 'The file is empty.'],
  // What the bytes are is for the server to say.
  ['notes.md', 1, ['image'], null],
  ['noending', 6 * MB, ['image'], 'The file is too large: 5 MB at most.'],
] as const)('%s of %i bytes, chosen for %j: %s', (name, size, kinds, problem) => {
  expect(uploadProblem({ name, size }, kinds)).toBe(problem);
});

it('tells of no kind more than the server takes', () => {
  for (const kind of mediaKinds) expect(maxUploadBytes(kind)).toBeLessThanOrEqual(uploadLimits[kind]);
  expect(mediaKinds.map((kind) => limitText(maxUploadBytes(kind)))).toEqual([
    ...['5 MB', '16 MB', '16 MB', '50 MB', '500 kB'],
  ]);
});
