import { Tag } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const tagTrigger: NodeUi<'tag-trigger'> = { icon: Tag, Form };
