import { faults } from '../../../../lib/rehearsal/faults/suite';
import { tried } from './server';

/** AWS answers badly or not at all. */
tried('sync-answers', faults('sync-aws-silent', 'sync-answer-cut', 'sync-answer-half'));
