/** Import this before anything that builds schemas: the page's CSP forbids the code that zod would generate. */
import { z } from 'zod';

z.config({ jitless: true });
