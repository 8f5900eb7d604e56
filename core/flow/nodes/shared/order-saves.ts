/** The variables in which a step keeps what was ordered. */
import { z } from 'zod';
import type { PortId, VariableValue } from '../../basics.ts';
import { ORDER_FIELDS, orderFieldNames, orderFields } from '../../order.ts';
import type { InboundOrder, OrderField } from '../../order.ts';
import type { NodeProblem, VariableWrite } from '../contract.ts';
import { problem, variableNameProblems } from './checks.ts';
import { variableName } from './fields.ts';

/** Names by what they hold; what has none isn't kept. */
export const orderSaves = z.strictObject({
  items: variableName.optional(),
  summary: variableName.optional(),
  itemCount: variableName.optional(),
  total: variableName.optional(),
  currency: variableName.optional(),
  note: variableName.optional(),
});

export type OrderSaves = z.infer<typeof orderSaves>;

export function savedOrder(saves: OrderSaves, order: InboundOrder): Record<string, VariableValue> {
  const fields = orderFields(order);
  return Object.fromEntries(named(saves).map(([field, name]) => [name, fields[field]]));
}

export function orderWrites(saves: OrderSaves, port: PortId): VariableWrite[] {
  return named(saves).map(([field, name]) => ({
    field: `saves.${field}`,
    name,
    type: ORDER_FIELDS[field],
    ports: [port],
  }));
}

export function orderSaveProblems(saves: OrderSaves): NodeProblem[] {
  const names = named(saves);
  return names.flatMap(([field, name], index) => [
    ...variableNameProblems(name, `saves.${field}`),
    ...(names.findIndex(([, other]) => other === name) < index
      ? [problem('duplicate-name', `saves.${field}`, `"${name}" is used twice.`)]
      : []),
  ]);
}

function named(saves: OrderSaves): [OrderField, string][] {
  return orderFieldNames.flatMap((field): [OrderField, string][] => {
    const name = saves[field] ?? '';
    return name === '' ? [] : [[field, name]];
  });
}
