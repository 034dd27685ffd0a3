const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/**
 * The cyclic redundancy check of gzip and zip: the remainder of the bytes, as a polynomial over GF(2), by 0xEDB88320 (bits reversed).
 * Source   RFC 1952, section 8
 */
export const crc32 = (bytes: Uint8Array): number => {
  let remainder = -1;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ (table[(remainder ^ byte) & 0xff] ?? 0);
  return ~remainder >>> 0;
};
