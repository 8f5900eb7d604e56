import { describe, expect, it } from 'vitest';
import { judgeAudit } from './npm-audit.ts';

const advisory = (id: string, severity: string) => ({
  source: 1,
  name: 'left-pad',
  title: 'Pads too far',
  url: `https://github.com/advisories/${id}`,
  severity,
});
const report = (...via: unknown[]) =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities: { 'left-pad': { severity: 'high', via } } });

describe('an audit of dependencies', () => {
  it('refuses what is high or critical, once, however many packages it comes through', () => {
    const vulnerabilities = {
      'left-pad': { via: [advisory('GHSA-a', 'high'), advisory('GHSA-b', 'moderate')] },
      'right-pad': { via: ['left-pad', advisory('GHSA-a', 'high'), advisory('GHSA-c', 'critical')] },
    };
    expect(judgeAudit(JSON.stringify({ vulnerabilities }), {})).toEqual({
      kind: 'known',
      refused: [
        { id: 'GHSA-a', severity: 'high', what: 'left-pad: Pads too far' },
        { id: 'GHSA-c', severity: 'critical', what: 'left-pad: Pads too far' },
      ],
      idle: [],
    });
  });

  it('lets through what is allowed by its id, and tells what is allowed for nothing', () => {
    const allowed = { 'GHSA-a': 'only its build is affected', 'GHSA-gone': 'was' };
    expect(judgeAudit(report(advisory('GHSA-a', 'high')), allowed)).toEqual({
      kind: 'known',
      refused: [],
      idle: ['GHSA-gone'],
    });
  });

  it.each([
    ['a registry that knows no advisories', '{"message":"405 Method Not Allowed","statusCode":405}', '405'],
    ['no network', '{"message":"request to https://registry failed","error":{}}', 'failed'],
    ['no npm', '', 'nothing'],
  ])('knows nothing after %s', (_, text, why) => {
    const verdict = judgeAudit(text, {});
    expect(verdict).toMatchObject({ kind: 'unknown', why: expect.stringContaining(why) as string });
  });
});
