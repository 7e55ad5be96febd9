import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, type ButtonSize, type ButtonVariant, buttonClass } from './button-class';
import { classNames } from './class-names';

export function Button({
  variant,
  size,
  iconOnly,
  className,
  type,
  ...rest
}: ComponentProps<'button'> & ButtonLook) {
  const look = pickLook(variant, size, iconOnly);
  return <button type={type ?? 'button'} className={classNames(buttonClass(look), className)} {...rest} />;
}

export function ButtonLink({
  variant,
  size,
  iconOnly,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & ButtonLook & { children: ReactNode }) {
  const look = pickLook(variant, size, iconOnly);
  return (
    <Link className={classNames(buttonClass(look), className)} {...rest}>
      {children}
    </Link>
  );
}

function pickLook(
  variant: ButtonVariant | undefined,
  size: ButtonSize | undefined,
  iconOnly: boolean | undefined,
): ButtonLook {
  return { variant: variant ?? 'plain', size: size ?? 'medium', iconOnly: iconOnly ?? false };
}
