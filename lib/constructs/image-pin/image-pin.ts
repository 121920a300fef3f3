import { join } from 'node:path';

import { ArnFormat, CustomResource, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ParameterValueType, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

import { arnOf } from '../arn';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';

export interface ImagePinProps {
  /** An SSM parameter with an AMI id, such as `/aws/service/debian/release/13/latest/arm64`. */
  readonly parameterName: string;
  /** Raising it takes the parameter's newest image. */
  readonly revision: number;
  /** Where the pinned image is told to other stacks. */
  readonly pinnedParameter: string;
}

/** A machine image, as a stack may ask for it. */
export interface PinnedImage {
  in(stack: Stack): string;
}

/**
 * A machine image that stays what it was: a parameter `.../latest/...` used directly would replace the
 * instance on some later deploy that meant something else.
 */
export class ImagePin extends Construct implements PinnedImage {
  /** The image's id, for the stack that holds the pin. */
  readonly imageId: string;
  private readonly pinned: string;

  constructor(scope: Construct, id: string, props: ImagePinProps) {
    super(scope, id);
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'image-pin.handler.ts'),
      description: 'Resolves the machine image once and keeps it',
      statements: [
        new PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [
            arnOf(this, {
              service: 'ssm',
              // Public parameters belong to no account.
              ...(props.parameterName.startsWith('/aws/') ? { account: '' } : {}),
              resource: 'parameter',
              resourceName: props.parameterName.replace(/^\//, ''),
              arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
            }),
          ],
        }),
      ],
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const image = new CustomResource(this, 'Image', {
      serviceToken,
      resourceType: 'Custom::ImagePin',
      properties: { ParameterName: props.parameterName, Revision: String(props.revision) },
    });
    this.imageId = image.getAttString('ImageId');
    this.pinned = props.pinnedParameter;
    new StringParameter(this, 'Pinned', {
      parameterName: this.pinned,
      stringValue: this.imageId,
      description: 'The image of the mail server; another one replaces it',
    });
  }

  /**
   * By a parameter of the template, whose value CloudFormation looks up at every change set: another stack's output in a
   * property that is otherwise the same may not be looked at again.
   */
  in(stack: Stack): string {
    return StringParameter.valueForTypedStringParameterV2(
      stack,
      this.pinned,
      ParameterValueType.AWS_EC2_IMAGE_ID,
    );
  }
}
