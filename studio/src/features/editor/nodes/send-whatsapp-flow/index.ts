import { ClipboardList } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendWhatsappFlow: NodeUi<'send-whatsapp-flow'> = { icon: ClipboardList, Form, Card };
