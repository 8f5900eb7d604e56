import { Contact } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const setContact: NodeUi<'set-contact'> = { icon: Contact, Form };
