import { describe, expect, it } from 'vitest';
import { presses, says, stepInput } from '../../testing.ts';
import { sendList } from './index.ts';
import type { SendListData } from './manifest.ts';

const data: SendListData = {
  body: 'Which size?',
  button: 'Sizes',
  sections: [
    { title: 'Small', rows: [{ id: 'xs', title: 'XS' }] },
    { title: 'Large', rows: [{ id: 'l', title: 'L', description: 'roomy' }] },
  ],
  timeoutMs: null,
};
const reply = (message: ReturnType<typeof says>) =>
  sendList.advance(data, stepInput({ kind: 'reply', message }));

describe('send-list', () => {
  it('sends the sections and waits', () => {
    expect(sendList.advance(data, stepInput({ kind: 'entered' }))).toMatchObject({
      kind: 'send',
      content: { type: 'list', button: 'Sizes', sections: data.sections },
    });
    expect(sendList.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: null,
    });
  });

  it('numbers rows over all sections', () => {
    expect(reply(says('2'))).toEqual({ kind: 'leave', port: 'row:l', isChosen: true });
    expect(reply(presses('xs'))).toEqual({ kind: 'leave', port: 'row:xs', isChosen: true });
    expect(reply(says('medium'))).toEqual({ kind: 'leave', port: 'other' });
  });

  it('marks no-reply as optional while there is no time-out', () => {
    const port = (timeoutMs: number | null) =>
      sendList.manifest.ports({ ...data, timeoutMs }).find((one) => one.id === 'no-reply');
    expect(port(null)?.optional).toBe(true);
    expect(port(60_000)?.optional).toBeUndefined();
  });

  it('counts rows over all sections and wants titles for several sections', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `R${index}` }));
    const codes = (sections: SendListData['sections']) =>
      sendList.validate({ ...data, sections }).map(({ code, field }) => `${code} ${field}`);
    expect(codes([{ rows: rows(10) }])).toEqual([]);
    expect(codes([{ rows: rows(11) }])).toEqual(['over-limit-count sections']);
    expect(
      codes([{ rows: [{ id: 'a', title: 'A' }] }, { title: 'T', rows: [{ id: 'b', title: 'B' }] }]),
    ).toEqual(['required-field sections.0.title']);
    expect(codes([{ rows: [{ id: 'a', title: 'x'.repeat(25), description: 'y'.repeat(73) }] }])).toEqual([
      'over-limit-text sections.0.rows.0.title',
      'over-limit-text sections.0.rows.0.description',
    ]);
  });
});
