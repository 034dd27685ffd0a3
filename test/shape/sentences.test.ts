import { expect, it } from 'vitest';
import { sentences } from '../types/sentences.js';

it.each(sentences.map(([{ rule, verdict }, sentence]) => ({ rule, verdict, sentence })))(
  '$rule says: $sentence',
  ({ verdict, sentence }) => expect(verdict).toBe(sentence),
);
