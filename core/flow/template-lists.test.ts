import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListItem, Scalar } from './basics.ts';
import { listOf } from './lists.ts';
import {
  renderText,
  renderValue,
  templatePlaces,
  templateReads,
  templateScope,
  textBudget,
} from './templating.ts';
import { contact } from './testing.ts';

const products = [
  { id: 1, title: 'Margherita', price: 8, isHot: false },
  { id: 2, title: 'Diavola', price: 9.5, isHot: true },
  { id: 3, title: 'Funghi', price: null, isHot: false },
];
const variables = {
  products,
  chosen: products[1] ?? null,
  picks: [{ value: 'Ham' }, { value: 'Olives' }],
  none: [],
};
const scope = templateScope(contact, variables, { items: [{ name: 'Cup' }], text: 'hi' });
const render = (template: string) => {
  const result = renderText(template, scope);
  return 'text' in result ? result.text : result.problem.code;
};
const value = (template: string) => {
  const result = renderValue(template, scope);
  return 'value' in result ? result.value : result.problem.code;
};

/** Also with names that an assignment would give to the prototype. */
const rowOf = (fields: [string, Scalar][]): ListItem => {
  const row: ListItem = {};
  for (const [name, value] of fields) {
    Object.defineProperty(row, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return row;
};

describe('lists in texts', () => {
  it('show their rows with commas, a row by its title', () => {
    expect(render('{{ products }}; {{ picks }}; {{ none }}; {{ chosen }}; {{ trigger.items }}')).toBe(
      'Margherita, Diavola, Funghi; Ham, Olives; ; Diavola; Cup',
    );
    expect(render('{{ picks | join: " and " }}')).toBe('Ham and Olives');
  });

  it('say how many rows they have, and read the fields of a row', () => {
    expect(render('{{ products | size }} {{ products.size }} {{ none | size }} {{ missing | size }}')).toBe(
      '3 3 0 0',
    );
    expect(
      render('{{ chosen.price }} {{ products.first.title }} {{ products[2].title }} {{ chosen.nothing }}'),
    ).toBe('9.5 Margherita Funghi ');
    expect(render('{{ products | first }} {{ products | last }}')).toBe('Margherita Funghi');
    expect(render('{{ products | map: "title" | join: "/" }} {{ products | sum: "price" }}')).toBe(
      'Margherita/Diavola/Funghi 17.5',
    );
    expect(render('{{ products | where: "isHot" }} {{ products | sort: "title" | first }}')).toBe(
      'Diavola Diavola',
    );
  });

  it('are written as lines by a pattern, at most so many', () => {
    expect(render("{{ products | lines: '• [title]: [price]' }}")).toBe(
      '• Margherita: 8\n• Diavola: 9.5\n• Funghi: ',
    );
    expect(render("{{ products | lines: '[#]. [title][nothing]', 2 }}")).toBe('1. Margherita\n2. Diavola');
    expect(render("{{ picks | lines: '- [value]' }}")).toBe('- Ham\n- Olives');
    expect(render('{{ products | lines }}')).toBe('Margherita\nDiavola\nFunghi');
    expect(render("{{ none | lines: 'x' }}{{ missing | lines: 'x' }}{{ chosen | lines: '[title]' }}")).toBe(
      'Diavola',
    );
    expect(render("{{ contact.tags | lines: '[value]!' }}")).toBe('vip!');
  });

  it('are bounded as every output is', () => {
    const long = `{{ products | lines: "${'x'.repeat(3_000)}" }}`;
    expect(render(long)).toHaveLength(9_002);
    const many = templateScope(contact, { rows: Array.from({ length: 100 }, (_, id) => ({ id })) }, {});
    expect(renderText(`{{ rows | lines: "${'x'.repeat(1_000)}" }}`, many)).toMatchObject({
      problem: { code: 'output_too_long' },
    });
  });

  it('are counted while a line is made, not after it', () => {
    const scopeOf = (length: number) =>
      templateScope(contact, { p: '[v]'.repeat(length), rows: [{ v: 'z'.repeat(1_000) }] }, {});
    expect(renderText('{{ rows | lines: p }}', scopeOf(60))).toHaveProperty('text.length', 60_000);
    // Never shown, so that only the counting stops it.
    expect(renderText('{{ rows | lines: p | slice: 0 }}', scopeOf(2_000))).toMatchObject({
      problem: { code: 'output_too_long' },
    });
  });

  it('share one budget with all texts of a step', () => {
    const budget = textBudget();
    const results = Array.from({ length: 30 }, () =>
      renderText(`{{ products | lines: "${'x'.repeat(4_000)}" | size }}`, scope, budget),
    );
    expect(results[0]).toEqual({ text: '12002' });
    expect(results.at(-1)).toEqual({ text: '12002' });
    const more = Array.from({ length: 70 }, () =>
      renderText(`{{ products | lines: "${'x'.repeat(4_000)}" | size }}`, scope, budget),
    );
    expect(more.at(-1)).toMatchObject({ problem: { code: 'output_too_long' } });
  });

  it('can be asked about', () => {
    expect(
      render('{% if picks contains "Ham" %}yes{% endif %}{% if picks contains "Egg" %}no{% endif %}'),
    ).toBe('yes');
    expect(render('{% if none.size == 0 %}empty{% endif %}{% if products.size > 2 %} many{% endif %}')).toBe(
      'empty many',
    );
  });

  it('give nothing but their fields', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'equals', 'length']) {
      expect(render(`{{ chosen.${name} }}{{ chosen["${name}"] }}`)).toBe('');
    }
  });

  it('have fields of any name, also of what LiquidJS and JavaScript call their own', () => {
    const names = ['lt', 'gt', 'leq', 'geq', 'equals', 'size', 'first', 'length', 'then', 'toLiquid'];
    for (const name of names) {
      const rows = [{ title: 'Ham', [name]: 'x' }];
      const named = templateScope(contact, { rows, row: rows[0]! }, {});
      const shown = (template: string) => renderText(template, named);
      expect(shown(`{{ row.${name} }} {{ rows[0].${name} }} {{ rows | map: "${name}" }} {{ rows }}`)).toEqual(
        {
          text: 'x x x Ham',
        },
      );
      expect(
        shown(
          `{% if rows contains "Ham" and row == "Ham" and rows[0] == row and row != "x " %}yes{% endif %}{% if row > 1 or 1 < row %}no{% endif %}`,
        ),
      ).toEqual({ text: 'yes' });
    }
  });

  it('stay lists and rows where a single placeholder is handed on', () => {
    expect(value('{{ products }}')).toEqual(products);
    expect(value(' {{- answers.products | first -}} ')).toEqual(products[0]);
    expect(value('{{ products[1] }}')).toEqual(products[1]);
    expect(value('{{ products | where: "isHot" }}')).toEqual([products[1]]);
    expect(value('{{ products | map: "title" }}')).toEqual(
      ['Margherita', 'Diavola', 'Funghi'].map((title) => ({ value: title })),
    );
    expect(value('{{ chosen.price }}')).toBe('9.5');
    expect(value('{{ products[9] }}')).toBe('');
    expect(value('We have {{ products }}')).toBe('We have Margherita, Diavola, Funghi');
    expect(value('{{ products | nope }}')).toBe('bad_template');
    expect(value('{{ contact }}')).toBe('[object Object]');
  });

  it('stop no text, whatever a row has', () => {
    const names = fc.oneof(
      fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype), 'lt', 'equals', 'then', 'toJSON'),
      fc.string(),
    );
    const scalars = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
    // Also as a document may hold them, without `listOf`.
    const row = fc.array(fc.tuple(names, scalars), { maxLength: 5 }).map(rowOf);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.string(), (rows, name) => {
        for (const list of [rows, listOf(rows).list]) {
          const drawn = templateScope(contact, { list, item: list[0] ?? null }, {});
          const template = `Hi {{ list }}{{ item }}{{ list | map: "x" | join }}{{ list | sort | lines: "[${name.replace(/["{}%]/g, '')}]" }}{% if list contains item or item == list[1] or item < 1 %}{% endif %}`;
          expect(renderText(template, drawn)).toHaveProperty('text');
          expect(renderValue('{{ list }}', drawn)).toHaveProperty('value');
        }
      }),
    );
  });

  it('are found by what reads texts', () => {
    expect(templateReads('{{ products[1].title }} {{ chosen.price | money: "€" }}')).toEqual([
      ['products', 'title'],
      ['chosen', 'price'],
    ]);
    expect(templatePlaces("{{ products | lines: '[title]' }}")).toEqual([{ path: ['products'], at: 3 }]);
  });
});
