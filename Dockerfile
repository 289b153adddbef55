FROM mcr.microsoft.com/dotnet/sdk:10.0.401 AS build
WORKDIR /source
COPY . .
# For this machine alone: without a runtime identifier SQLite comes for every system there is.
RUN dotnet publish src/LiqMon -c Release --use-current-runtime --self-contained false -o /app --nologo && chmod -R a+rX /app && mkdir /data

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
