# Builds on the machine's own system for amd64 and arm64 alike: docker buildx build --platform linux/amd64,linux/arm64 .
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0.401 AS build
ARG TARGETARCH
WORKDIR /source
COPY . .
# For one system alone: without it SQLite comes for every one there is. Compiled ahead of time, for a faster start.
RUN dotnet publish src/LiqMon -c Release --os linux --arch ${TARGETARCH:-amd64} --self-contained false -p:PublishReadyToRun=true -o /app --nologo \
    && chmod -R a+rX /app && mkdir /data

# Without a shell or package tools; runs as a user without rights.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled
COPY --from=build /app /app
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
USER $APP_UID
# The C library's allocator keeps what every thread has freed; two heaps for all of them are enough.
ENV LIQMON_Data=/data MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 8190
ENTRYPOINT ["dotnet", "/app/liqmon.dll"]
CMD ["run"]
