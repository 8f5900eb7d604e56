import { ShoppingCart } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const orderTrigger: NodeUi<'order-trigger'> = { icon: ShoppingCart, Form };
