import { expect, it } from 'vitest';
import { localeCandidates } from './languages.ts';

it('tries the locale itself, then its language, then other regions', () => {
  expect(localeCandidates('pt-BR')).toEqual(['pt_BR', 'pt', 'pt_PT']);
  expect(localeCandidates('pt_pt')).toEqual(['pt_PT', 'pt', 'pt_BR']);
  expect(localeCandidates('zh-Hant-TW')).toEqual(['zh_TW', 'zh', 'zh_CN', 'zh_HK']);
  expect(localeCandidates('it')).toEqual(['it']);
  expect(localeCandidates('en')[0]).toBe('en');
});

it('has nothing to try without a locale', () => {
  for (const locale of [null, '', '-', 'constructor', '12']) expect(localeCandidates(locale)).toEqual([]);
});
