// `node bin/link-node.mjs`, before commands that npm finds in node_modules/.bin: from here on they run on the packaged Node.
import { onNode } from './on-node.mjs';

onNode(() => undefined);
