import { Tags } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const setTag: NodeUi<'set-tag'> = { icon: Tags, Form };
