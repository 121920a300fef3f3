import type {
  CdkCustomResourceEvent,
  CdkCustomResourceIsCompleteEvent,
  CdkCustomResourceResponse,
} from 'aws-lambda';

const CALL = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:123456789012:function:handler',
  ResponseURL: 'https://example.com/',
  StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/kitte/1',
  RequestId: '1',
  LogicalResourceId: 'Resource',
  ResourceType: 'Custom::Resource',
};

/** What CloudFormation sends; properties are typed by the handler that reads them. */
export function event(
  type: 'Create' | 'Update' | 'Delete',
  properties: object,
  more: { before?: object; physicalId?: string } = {},
): CdkCustomResourceEvent {
  return {
    ...CALL,
    RequestType: type,
    ResourceProperties: { ServiceToken: CALL.ServiceToken, ...properties },
    OldResourceProperties: { ServiceToken: CALL.ServiceToken, ...more.before },
    PhysicalResourceId: more.physicalId ?? 'physical',
  };
}

/** What the provider framework sends then, with all that onEvent answered. */
export const isCompleteEvent = (sent: CdkCustomResourceEvent, answered: CdkCustomResourceResponse = {}) =>
  ({ ...sent, ...answered }) as CdkCustomResourceIsCompleteEvent;
