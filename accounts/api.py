"""Signing in to the API: an e-mail address and a password give the token of that person."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError as SignInRefused
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.authtoken.models import Token
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class SignInThrottle(ScopedRateThrottle):
    """Counts by the visitor's address, found by the same rule as on the sign-in page."""

    def get_ident(self, request):
        return get_adapter().get_client_ip(request._request)


class CredentialsSerializer(serializers.Serializer):
    """What a person signs in with."""

    email = serializers.EmailField()
    password = serializers.CharField(trim_whitespace=False, style={"input_type": "password"})


class TokenView(APIView):
    """Exchange an e-mail address and a password for a token, sent as `Authorization: Token …`."""

    # Open: this is where one signs in.
    authentication_classes: list[type] = []
    permission_classes = [AllowAny]
    throttle_classes = [SignInThrottle]
    throttle_scope = "token"

    @extend_schema(
        request=CredentialsSerializer,
        responses=inline_serializer("Token", {"token": serializers.CharField()}),
        auth=[],
    )
    def post(self, request):
        """The person's token; the same one each time."""
        serializer = CredentialsSerializer(data=request.data)
        if not serializer.is_valid():
            return Response({field: " ".join(problems) for field, problems in serializer.errors.items()}, status=400)
        # Wrong passwords are counted as on the sign-in page, so this is no way around its limit.
        try:
            user = get_adapter().authenticate(request._request, **serializer.validated_data)
        except SignInRefused as refusal:
            return Response({"detail": " ".join(refusal.messages)}, status=400)
        if user is None or not user.is_active:
            return Response({"detail": _("The e-mail address and the password do not belong together.")}, status=400)
        token, _created = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})
