"""The wire shapes of signing in."""

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from serving.http.inputs import PLAIN_TEXT, In

UserName = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100, pattern=PLAIN_TEXT)]
Password = Annotated[SecretStr, Field(min_length=1, max_length=200)]


class SignInIn(In):
    """Who wants in."""

    name: UserName
    password: Password


class PasswordChangeIn(In):
    """A new password instead of the one in force."""

    password: Password
    new_password: Password = Field(description="12 to 200 characters.")
