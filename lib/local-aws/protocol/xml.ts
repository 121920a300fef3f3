import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { Values } from '../values';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
});
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true });

/** An XML document of one root element; lists are spelled out as `{ member: [...] }`. */
export function toXml(root: string, content: unknown, namespace?: string): string {
  const body = namespace ? { '@xmlns': namespace, ...(content as object) } : content;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: body })}`;
}

export function fromXml(text: string): Values {
  return parser.parse(text) as Values;
}
