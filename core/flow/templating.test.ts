import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  MAX_TEMPLATE_LENGTH,
  renderText,
  templateReads,
  templateScope,
} from './templating.ts';
import { contact } from './testing.ts';

const scope = templateScope(contact, { day: 'Monday', count: 2, empty: null }, 'hello');
const render = (template: string) => {
  const result = renderText(template, scope);
  return 'text' in result ? result.text : result.problem.code;
};

describe('renderText', () => {
  it('reads contact, answers and trigger', () => {
    expect(render('{{ contact.name }}, {{contact.firstName}}, {{ contact.phone }}')).toBe(
      'Maya Lindholm, Maya, +4915112345678',
    );
    expect(render('{{ contact.attributes.city }} {{ contact.tags | join: "+" }}')).toBe('Berlin vip');
    expect(render('{{ answers.day }} {{ day }} {{ trigger.text }}')).toBe('Monday Monday hello');
  });

  it('renders what is missing as nothing, or as its default', () => {
    expect(render('[{{ nothing }}{{ answers.nothing.deeper }}{{ answers.empty }}]')).toBe('[]');
    expect(render("{{ contact.attributes.none | default: 'there' }}")).toBe('there');
  });

  it('knows if, elsif, else and unless', () => {
    expect(render('{% if count > 5 %}a{% elsif count == 2 %}b{% else %}c{% endif %}')).toBe('b');
    expect(render('{% unless answers.empty %}yes{% endunless %}')).toBe('yes');
  });

  it.each([
    'for x in (1..3)',
    'include "x"',
    'render "x"',
    'layout "x"',
    'assign x = 1',
    'capture x',
    'cycle 1',
    'raw',
  ])('refuses the tag: %s', (tag) => expect(render(`{% ${tag} %}`)).toBe('bad_template'));

  it.each(["{{ 'now' | sample }}", '{{ contact | json }}', '{{ day | where: "a" }}', '{{ day', '{% if %}'])(
    'reports %s',
    (template) => expect(render(template)).toBe('bad_template'),
  );

  it('formats ISO dates in UTC and knows no clock', () => {
    expect(render("{{ '2026-11-24' | date: '%d %b %Y' }}")).toBe('24 Nov 2026');
    expect(render("{{ '2026-11-24T23:30:00+02:00' | date: '%Y-%m-%d %H:%M' }}")).toBe('2026-11-24 21:30');
    expect(render("{{ '2026-11-24 10:00' | date: '%H:%M' }}")).toBe('10:00');
    expect(render("{{ 'now' | date: '%Y' }}{{ 'yesterday' | date: '%Y' }}")).toBe('nowyesterday');
  });

  it('reads no inherited properties', () => {
    expect(
      render('[{{ contact.constructor }}{{ __proto__ }}{{ answers.toString }}{{ day.constructor.name }}]'),
    ).toBe('[]');
  });

  it('keeps to its limits', () => {
    expect(render(`{{ day }}${'x'.repeat(MAX_TEMPLATE_LENGTH)}`)).toBe('template_too_long');
    expect(render('{{ (1..100000000) | join: "x" }}')).toBe('output_too_long');
    const eight = "| replace: 'x', 'xxxxxxxx' ";
    expect(render(`{{ 'x' ${eight.repeat(12)} }}`)).toBe('output_too_long');
    expect(render(`{{ 'x' ${eight.repeat(6)} }}`)).toBe('output_too_long');
    expect(render(`{{ 'x' ${eight.repeat(5)} }}`)).toHaveLength(8 ** 5);
  });

  it('makes every text storable', () => {
    expect(render('a\u0000b\ud800')).toBe('a\ufffdb\ufffd');
    expect(render("{{ 'a\u0000b\ud800' }}")).toBe('a\ufffdb\ufffd');
    expect(render("{{ '👍' | split: '' | first }}")).toBe('\ufffd');
  });

  it('is not confused by a variable called like a part of the scope', () => {
    const clash = templateScope(contact, { contact: 'x', trigger: 'y' }, 'hello');
    expect(renderText('{{ contact.firstName }} {{ trigger.text }}', clash)).toEqual({ text: 'Maya hello' });
  });
});

describe('templateReads', () => {
  it('finds every path, also in conditions and filters', () => {
    const paths = templateReads(
      "{% if answers.a == b %}{{ contact['name'] | default: trigger.text }}{% endif %}",
    );
    expect(paths.map((path) => path.join('.')).sort()).toEqual([
      'answers.a',
      'b',
      'contact.name',
      'trigger.text',
    ]);
    expect(templateReads('{{ broken')).toEqual([]);
  });
});

describe('checkTemplate', () => {
  it('says why a template is broken', () => {
    expect(checkTemplate('Hi {{ contact.name }}')).toBeNull();
    expect(checkTemplate('{{ contact.name | shout }}')).toMatchObject({
      code: 'bad_template',
      message: expect.stringContaining('shout') as string,
    });
  });
});
