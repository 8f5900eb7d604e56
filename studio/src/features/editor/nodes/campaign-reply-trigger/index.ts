import { Reply } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const campaignReplyTrigger: NodeUi<'campaign-reply-trigger'> = { icon: Reply, Form };
